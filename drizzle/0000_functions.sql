CREATE FUNCTION update_updated_at_column() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION update_updated_at_column() IS 'Sets updated_at of a row that an UPDATE changes.';
--> statement-breakpoint
-- A session lock cannot live over HTTP, so every batch of writes begins with this: it locks the lease row until the
-- batch commits, renews the lease, and raises LB001 when a newer run holds it.
CREATE FUNCTION assert_sync_lease(account text, token bigint, seconds integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE sync_state SET lease_expires_at = now() + make_interval(secs => seconds)
  WHERE account_id = account AND lease_token = token AND lease_holder IS NOT NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the lease of this run was taken over' USING ERRCODE = 'LB001';
  END IF;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION assert_sync_lease(text, bigint, integer) IS 'Locks and renews the lease of a sync run; raises LB001 when the token is stale.';
