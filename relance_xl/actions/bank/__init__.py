"""« Relevé bancaire » and « Affecter »: who has paid is not reminded."""
