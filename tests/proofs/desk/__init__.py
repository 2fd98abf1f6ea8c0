"""How fast the desk answers with few leads and with very many."""
