-- The zone (IANA) in which the people of an account record their work; null while nobody has said it.

alter table accounts add column time_zone text;
