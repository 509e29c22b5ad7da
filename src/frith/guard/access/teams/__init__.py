"""Teams of an agency: who works together there, who leads, from when to when. Work is given to one or within one."""
