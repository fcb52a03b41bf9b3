"""Accounts, roles and sign-in: who somebody is and what that person may do."""
