"""Going live with what one has: people, boards, members, meetings, actions and plans out of spreadsheets."""
