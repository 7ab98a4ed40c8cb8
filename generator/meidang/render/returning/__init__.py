"""An edited Word document -> changes of fields: what was printed where, what stands there now, what that means."""
