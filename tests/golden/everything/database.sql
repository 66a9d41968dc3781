CREATE TABLE tenants (name TEXT);
