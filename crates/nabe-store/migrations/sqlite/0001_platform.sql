-- Times are milliseconds since the epoch. JSON is text. Enums are text, checked by the program that reads them.

create table vault_keys (
    kek_id text primary key not null,
    check_wrapped_key blob not null,
    check_ciphertext blob not null,
    created_at integer not null
) strict;

create table server_secrets (
    name text primary key not null,
    kek_id text not null,
    wrapped_key blob not null,
    ciphertext blob not null
) strict;

create table projects (
    id text primary key not null,
    name text not null unique,
    allowed_origins text not null,
    created_at integer not null
) strict;

create table api_keys (
    id text primary key not null,
    project_id text not null references projects (id),
    name text not null,
    lookup text not null unique,
    hash blob not null,
    created_at integer not null,
    last_used_at integer,
    revoked_at integer
) strict;

create index api_keys_of_project on api_keys (project_id, created_at, id);

create table accounts (
    id text primary key not null,
    project_id text not null references projects (id),
    provider text not null,
    origin_owner_id text not null,
    origin_owner_name text not null,
    origin_username text,
    label text,
    status text not null,
    status_reasons text not null,
    kind text not null,
    shared integer not null,
    metadata text not null,
    created_at integer not null,
    updated_at integer not null,
    unique (project_id, id)
) strict;

create index accounts_of_project on accounts (project_id, created_at, id);
-- Not unique: a session may connect several accounts of one owner.
create index accounts_of_owner on accounts (project_id, provider, origin_owner_id, origin_owner_name);

create table secrets (
    project_id text not null,
    account_id text not null,
    purpose text not null,
    kek_id text not null,
    wrapped_key blob not null,
    ciphertext blob not null,
    updated_at integer not null,
    primary key (project_id, account_id, purpose),
    foreign key (project_id, account_id) references accounts (project_id, id) on delete cascade
) strict;

create table connect_sessions (
    id integer primary key autoincrement,
    project_id text not null references projects (id),
    token_hash blob not null unique,
    origin_owner_id text not null,
    origin_owner_name text not null,
    origin_username text,
    label text,
    account_id text references accounts (id) on delete set null,
    provider text,
    provider_version text,
    integration_id text,
    categories text not null,
    metadata text not null,
    multiple integer not null,
    kind text not null,
    created_at integer not null,
    token_expires_at integer not null,
    link_expires_at integer not null,
    used_at integer,
    revoked_at integer,
    tests_started_at integer,
    tests_count integer not null,
    unique (project_id, id)
) strict;

create index connect_sessions_of_account on connect_sessions (account_id);

create table connection_attempts (
    id text primary key not null,
    project_id text not null,
    session_id integer not null,
    status text not null,
    account_id text,
    error_code text,
    error_message text,
    created_at integer not null,
    updated_at integer not null,
    foreign key (project_id, session_id) references connect_sessions (project_id, id) on delete cascade,
    foreign key (project_id, account_id) references accounts (project_id, id) on delete cascade
) strict;

create index connection_attempts_of_session on connection_attempts (project_id, session_id);
create index connection_attempts_of_account on connection_attempts (project_id, account_id);
