-- The numbers of an erased account are never given again: receivers of webhooks drop ids that they know, and followers go on
-- after the last number that they saw. Each erase, which audit_log keeps, moves the first number by a thousand million.
CREATE OR REPLACE FUNCTION raise_event_seq(account text, amount bigint) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO event_counters AS c (account_id, last_seq, writer, writer_seq)
  SELECT account, b.before + amount, pg_current_xact_id()::text::bigint, b.before + 1
  FROM (SELECT CASE WHEN EXISTS (SELECT FROM event_counters e WHERE e.account_id = account) THEN 0
    ELSE (SELECT count(*) FROM audit_log l WHERE l.account_id = account AND l.action = 'erase') * 1000000000 END AS before) b
  ON CONFLICT (account_id) DO UPDATE SET last_seq = c.last_seq + amount, writer = excluded.writer,
    writer_seq = CASE WHEN c.writer = excluded.writer THEN c.writer_seq ELSE c.last_seq + 1 END
  RETURNING last_seq - amount
$$;
