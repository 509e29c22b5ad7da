"""The site: settings, addresses, base pages, sign-in, error pages. It holds no rules."""
