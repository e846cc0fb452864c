"""What stands for a whole site: contents, sitemap, security.txt, the service worker."""
