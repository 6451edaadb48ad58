"""The dashboard of the call desk: whom does a customer's speaker know how to call."""
