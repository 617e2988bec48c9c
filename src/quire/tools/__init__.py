"""The hands: shell, patches, pages of output, images and plans, as tools a model may call."""
