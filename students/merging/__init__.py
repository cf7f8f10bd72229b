"""Two records of one child: found, compared, made one, and made two again.

The child must be in the register once, or it counts twice in the denominator and stands twice on
the lists. Nothing is deleted; what a higher stair keeps of a child goes over through `followers`.
"""
