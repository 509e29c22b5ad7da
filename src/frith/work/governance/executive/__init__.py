"""What an Executive Group needs on one screen, and how the partners take part."""
