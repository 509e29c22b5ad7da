"""How the partnership is governed: who belongs to it, boards, meetings, decisions, actions, plans and papers."""
