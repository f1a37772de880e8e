-- What of a provider's rows could not be read: where and since when, never a value.

create table quarantine (
    project_id text not null,
    account_id text not null,
    operation text not null,
    -- The provider's id of the record; empty where the row has none.
    record_id text not null,
    path text not null,
    kind text not null,
    first_seen integer not null,
    last_seen integer not null,
    seen integer not null,
    primary key (project_id, account_id, operation, record_id, path, kind),
    foreign key (project_id, account_id) references accounts (project_id, id) on delete cascade
) strict;

create index quarantine_by_age on quarantine (last_seen);
