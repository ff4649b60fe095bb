"""What was found right before and has not changed: the one cache of sloc, in the user's own cache folder.

`folder` decides whether there is a folder that can be trusted, `store` keeps plain JSON in it, `key` digests everything that a
verdict depends on, and `verdicts` says what a verdict is. A cache that fails is never reported: without it everything is
checked, as in a container that starts empty.
"""
