"""Who is assessed: the codes of industry and region."""
