"""How the model of the learned tagger is made: weights, vocabulary, examples, network, fitting, export."""
