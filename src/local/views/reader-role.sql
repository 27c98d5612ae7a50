-- A role for BI tools: it reads the views v_trades, v_legs, v_fills, v_daily, v_campaigns and
-- v_positions, and nothing else. Run it as the owner of the database:
--
--   psql "$DATABASE_URL" -f src/local/views/reader-role.sql
--
-- The role has no password, so nobody can log in until you set one:
--
--   ALTER ROLE legbook_reader PASSWORD 'a long random text';
--
-- Run it again after an update that changes views: a changed view is a new one, without grants.
-- To remove the role: DROP OWNED BY legbook_reader; DROP ROLE legbook_reader;
DO $$
DECLARE
  readable text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'legbook_reader') THEN
    CREATE ROLE legbook_reader LOGIN;
  END IF;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO legbook_reader', current_database());
  REVOKE ALL ON ALL TABLES IN SCHEMA public FROM legbook_reader;
  GRANT USAGE ON SCHEMA public TO legbook_reader;
  GRANT SELECT ON v_trades, v_legs, v_fills, v_daily, v_campaigns, v_positions TO legbook_reader;
  -- A dashboard must not keep the database busy for the Worker.
  ALTER ROLE legbook_reader SET statement_timeout = '60s';
  ALTER ROLE legbook_reader SET default_transaction_read_only = on;

  -- A grant to PUBLIC, or to a role that this one is a member of, would open the tables.
  SELECT string_agg(c.relname, ', ') INTO readable FROM pg_class c
  WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
    AND (has_table_privilege('legbook_reader', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
      OR has_any_column_privilege('legbook_reader', c.oid, 'SELECT, INSERT, UPDATE'));
  IF readable IS NOT NULL THEN
    RAISE EXCEPTION 'legbook_reader would have rights on these tables: %. Revoke them from PUBLIC and from the roles that legbook_reader is a member of, then run this again.', readable;
  END IF;
END $$;
