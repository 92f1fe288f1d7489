"""What a study found, as tables and sentences for a terminal (Rich). Nothing is computed here."""
