-- Campaigns: the trades connected by rolled_from, assigned_from and covered_by. Triggers keep campaign_id.
COMMENT ON COLUMN alpaca_trades.dividends IS 'Cash dividends less withholding, beside realized_pl; below zero when paid on a short.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_trades.campaign_id IS 'Trade id of the earliest of the trades that rolled_from, assigned_from and covered_by connect. Triggers set it.';
--> statement-breakpoint
-- A campaign that lost nothing counts as one node, so that one more trade of a large campaign reads
-- no other trade of it. Nodes are numbered by age, and the lower number becomes the root of a union:
-- a root is the earliest trade.
CREATE FUNCTION join_campaigns(apart uuid[], joined uuid[]) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  nodes uuid[];
  links int[][];
  root int[];
  a int;
  b int;
  l int;
BEGIN
  WITH touched AS MATERIALIZED (
    SELECT trade_id FROM alpaca_trades WHERE campaign_id = ANY (apart)
    UNION SELECT trade_id FROM alpaca_trades WHERE trade_id = ANY (joined)
    UNION SELECT trade_id FROM alpaca_trades WHERE rolled_from = ANY (joined)
    UNION SELECT trade_id FROM alpaca_trades WHERE assigned_from = ANY (joined)
    UNION SELECT trade_id FROM alpaca_trades WHERE covered_by = ANY (joined)
  ),
  link AS MATERIALIZED (
    SELECT t.trade_id, l.other
    FROM touched JOIN alpaca_trades t USING (trade_id),
      unnest(ARRAY[t.rolled_from, t.assigned_from, t.covered_by]) AS l (other)
    WHERE l.other IS NOT NULL
  ),
  -- What stands for a trade: itself when its campaign is taken apart, else its campaign.
  place AS MATERIALIZED (
    SELECT t.trade_id, CASE WHEN t.campaign_id = ANY (apart) THEN t.trade_id ELSE t.campaign_id END AS node
    FROM (SELECT trade_id FROM touched UNION SELECT other FROM link) x JOIN alpaca_trades t USING (trade_id)
  ),
  -- A first trade that was just deleted keeps its place until its own trigger takes the campaign apart.
  numbered AS MATERIALIZED (
    SELECT p.node, row_number() OVER (ORDER BY coalesce(t.opened_at, '-infinity'), p.node)::int AS number
    FROM (SELECT DISTINCT node FROM place) p LEFT JOIN alpaca_trades t ON t.trade_id = p.node
  )
  SELECT (SELECT array_agg(node ORDER BY number) FROM numbered),
    (SELECT array_agg(ARRAY[x.number, y.number]) FROM link
      JOIN place p ON p.trade_id = link.trade_id JOIN numbered x ON x.node = p.node
      JOIN place q ON q.trade_id = link.other JOIN numbered y ON y.node = q.node
      WHERE x.number <> y.number),
    (SELECT array_agg(number ORDER BY number) FROM numbered)
  INTO nodes, links, root;

  FOR l IN 1 .. coalesce(array_length(links, 1), 0) LOOP
    a := links[l][1];
    WHILE root[a] <> a LOOP root[a] := root[root[a]]; a := root[a]; END LOOP;
    b := links[l][2];
    WHILE root[b] <> b LOOP root[b] := root[root[b]]; b := root[b]; END LOOP;
    IF a < b THEN root[b] := a; ELSE root[a] := b; END IF;
  END LOOP;
  -- A root has a lower number than its members: each is found before them.
  FOR l IN 1 .. coalesce(array_length(root, 1), 0) LOOP root[l] := root[root[l]]; END LOOP;

  UPDATE alpaca_trades t SET campaign_id = nodes[r.root]
  FROM unnest(nodes, root) AS r (node, root)
  WHERE t.trade_id = r.node AND t.campaign_id = ANY (apart) AND t.campaign_id <> nodes[r.root];
  UPDATE alpaca_trades t SET campaign_id = nodes[r.root]
  FROM unnest(nodes, root) AS r (node, root)
  WHERE t.campaign_id = r.node AND NOT r.node = ANY (apart) AND r.node <> nodes[r.root];
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION join_campaigns(uuid[], uuid[]) IS 'Sets campaign_id for trades of campaigns that lost a trade or a link (apart) and trades with new links (joined).';
--> statement-breakpoint
CREATE FUNCTION set_campaigns() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  joined uuid[];
  parted uuid[];
  apart uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(n.trade_id) INTO joined FROM new_rows n
    WHERE num_nonnulls(n.rolled_from, n.assigned_from, n.covered_by) > 0
      OR EXISTS (SELECT FROM alpaca_trades t WHERE t.rolled_from = n.trade_id)
      OR EXISTS (SELECT FROM alpaca_trades t WHERE t.assigned_from = n.trade_id)
      OR EXISTS (SELECT FROM alpaca_trades t WHERE t.covered_by = n.trade_id);
  ELSIF TG_OP = 'UPDATE' THEN
    SELECT array_agg(n.trade_id), array_agg(o.rolled_from) || array_agg(o.assigned_from) || array_agg(o.covered_by)
    INTO joined, parted
    FROM old_rows o JOIN new_rows n USING (trade_id)
    WHERE (o.opened_at, o.rolled_from, o.assigned_from, o.covered_by)
      IS DISTINCT FROM (n.opened_at, n.rolled_from, n.assigned_from, n.covered_by);
    parted := parted || joined;
  ELSE
    SELECT array_agg(o.rolled_from) || array_agg(o.assigned_from) || array_agg(o.covered_by)
      || array_agg(t.trade_id)
    INTO parted
    FROM old_rows o LEFT JOIN LATERAL (
      SELECT t.trade_id FROM alpaca_trades t WHERE t.rolled_from = o.trade_id
      UNION ALL SELECT t.trade_id FROM alpaca_trades t WHERE t.assigned_from = o.trade_id
      UNION ALL SELECT t.trade_id FROM alpaca_trades t WHERE t.covered_by = o.trade_id
    ) t ON true;
  END IF;
  parted := array_remove(parted, NULL);
  IF parted <> '{}' THEN
    SELECT array_agg(DISTINCT t.campaign_id) INTO apart FROM alpaca_trades t WHERE t.trade_id = ANY (parted);
  END IF;
  IF joined IS NOT NULL OR apart IS NOT NULL THEN
    PERFORM join_campaigns(coalesce(apart, '{}'), coalesce(joined, '{}'));
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION set_campaigns() IS 'Trigger function: keeps campaign_id when trades or their links change. What a deleted trade or link connected is in campaigns of its neighbours, which are taken apart.';
--> statement-breakpoint
CREATE FUNCTION begin_campaign() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.campaign_id := NEW.trade_id;
  RETURN NEW;
END;
$$;
--> statement-breakpoint
COMMENT ON FUNCTION begin_campaign() IS 'Trigger function: a new trade is a campaign of one, until set_campaigns joins it with others.';
--> statement-breakpoint
CREATE TRIGGER alpaca_trades_begin_campaign BEFORE INSERT ON alpaca_trades
  FOR EACH ROW WHEN (NEW.campaign_id IS NULL) EXECUTE FUNCTION begin_campaign();
--> statement-breakpoint
CREATE TRIGGER alpaca_trades_campaigns_insert AFTER INSERT ON alpaca_trades
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION set_campaigns();
--> statement-breakpoint
CREATE TRIGGER alpaca_trades_campaigns_update AFTER UPDATE ON alpaca_trades
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION set_campaigns();
--> statement-breakpoint
CREATE TRIGGER alpaca_trades_campaigns_delete AFTER DELETE ON alpaca_trades
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION set_campaigns();
--> statement-breakpoint
SELECT join_campaigns('{}', coalesce(array_agg(trade_id), '{}')) FROM alpaca_trades
WHERE num_nonnulls(rolled_from, assigned_from, covered_by) > 0;
