"""What `engawa doctor` sees on a machine that is well and on one that is not: real sockets, certificates, mail servers."""
