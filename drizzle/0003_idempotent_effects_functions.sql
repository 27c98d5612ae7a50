-- A change under an Idempotency-Key calls this in its own transaction, so that the change and the record of it are
-- committed together or not at all. A request whose key was taken over must not write: LB003 rolls it back.
CREATE FUNCTION keep_effect(of_client text, of_key text, of_holder uuid, what jsonb, seconds integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE idempotency_keys SET effect = what, held_until = now() + make_interval(secs => seconds)
  WHERE client = of_client AND key = of_key AND holder = of_holder AND effect IS NULL AND response_status IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'another request holds this key' USING ERRCODE = 'LB003';
  END IF;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION keep_effect(text, text, uuid, jsonb, integer) IS 'Records what a change under an Idempotency-Key wrote; raises LB003 when another request holds the key.';
--> statement-breakpoint
COMMENT ON TABLE idempotency_keys IS 'Idempotency-Key of each write, with what the write committed and the answer that a repetition gets; gone after 24 hours.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.effect IS 'What the request wrote, recorded in the transaction that wrote it: a repetition makes the answer from it when the first answer was lost. Null while nothing is committed.';
--> statement-breakpoint
COMMENT ON COLUMN idempotency_keys.held_until IS 'Until then a request without an answer counts as running; each write of its run renews it. Later it counts as dead, and a repetition may go on.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.lease_request IS 'The request under an Idempotency-Key whose run holds the lease: idempotency_keys.holder. Null without a key.';
