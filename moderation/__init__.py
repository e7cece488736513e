"""Pure rules about who may do what, how often, and which text is fit to be shown. `moderation.gate` is the only entry."""
