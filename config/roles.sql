-- The three database roles and the one database, made before the first migration.
--
--   app_owner  owns the database and every table; only `migrate` connects as it
--   app_web    what the web server and the workers are: reads and writes rows, owns nothing,
--              so it can neither lift a trigger nor change a table
--   app_audit  reads everything, writes nothing
--
-- Run by psql as a superuser; safe to run again. Takes its values from the environment:
-- APP_DATABASE, APP_OWNER_PASSWORD, APP_WEB_PASSWORD, APP_AUDIT_PASSWORD.
\set ON_ERROR_STOP on
\set QUIET on
\getenv database APP_DATABASE
\getenv owner_password APP_OWNER_PASSWORD
\getenv web_password APP_WEB_PASSWORD
\getenv audit_password APP_AUDIT_PASSWORD

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['app_owner', 'app_web', 'app_audit']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

ALTER ROLE app_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
ALTER ROLE app_web LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'web_password';
ALTER ROLE app_audit LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'audit_password';

-- One collation everywhere: PostgreSQL's own, which no upgrade of the system can change.
SELECT format(
    'CREATE DATABASE %I OWNER app_owner TEMPLATE template0 ENCODING ''UTF8'' '
    'LOCALE_PROVIDER builtin BUILTIN_LOCALE ''C.UTF-8'' LC_COLLATE ''C'' LC_CTYPE ''C''',
    :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO app_web, app_audit;

\connect :"database"
ALTER SCHEMA public OWNER TO app_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO app_web, app_audit;

-- What a migration makes is usable at once. A table that must only grow takes rights away again
-- in its own migration.
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_web;
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO app_web;
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA public
    GRANT SELECT ON TABLES TO app_audit;
