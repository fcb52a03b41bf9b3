"""Running an installation: its questionnaires, its branding, its settings, its backups."""
