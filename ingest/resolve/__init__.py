"""Which records are one: judgements with reasons, and the clusters that follow from them."""
