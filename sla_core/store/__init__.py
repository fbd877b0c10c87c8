"""The store: tables, engine, migrations, imports that write and queries that read."""
