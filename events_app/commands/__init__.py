"""What the ``fairs`` command does, one file for each story."""
