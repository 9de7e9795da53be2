"""The files of Musnad's learned reader; ``musnad.model_files`` opens them."""
