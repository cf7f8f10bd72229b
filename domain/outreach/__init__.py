"""Rules of bringing children back to school: cases, visits, their order, and what is counted."""
