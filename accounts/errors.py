"""What people are told when the state of things forbids what they asked."""


class Refusal(Exception):
    """A request that is well formed and permitted, but that the state of things forbids.

    ``str(error)`` is shown to the person, so it is a sentence without jargon that says
    what to do. Programming errors are never a ``Refusal``.
    """
