"""Every change to referrals and cases."""
