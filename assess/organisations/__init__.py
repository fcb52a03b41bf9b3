"""Who is assessed: organisations with their industry, region, size and sites."""
