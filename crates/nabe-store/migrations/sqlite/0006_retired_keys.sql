-- Since when nothing may be sealed under a key any more: it has left the key file, or is about to.

alter table vault_keys add column retired_at integer;
