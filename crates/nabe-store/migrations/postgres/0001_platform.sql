-- Ids and names are compared byte by byte, as SQLite does.
-- Times are milliseconds since the epoch. JSON is text. Enums are text, checked by the program that reads them.

create table vault_keys (
    kek_id text collate "C" primary key not null,
    check_wrapped_key bytea not null,
    check_ciphertext bytea not null,
    created_at bigint not null
);

create table server_secrets (
    name text collate "C" primary key not null,
    kek_id text collate "C" not null,
    wrapped_key bytea not null,
    ciphertext bytea not null
);

create table projects (
    id text collate "C" primary key not null,
    name text collate "C" not null unique,
    allowed_origins text not null,
    created_at bigint not null
);

create table api_keys (
    id text collate "C" primary key not null,
    project_id text collate "C" not null references projects (id),
    name text collate "C" not null,
    lookup text collate "C" not null unique,
    hash bytea not null,
    created_at bigint not null,
    last_used_at bigint,
    revoked_at bigint
);

create index api_keys_of_project on api_keys (project_id, created_at, id);

create table accounts (
    id text collate "C" primary key not null,
    project_id text collate "C" not null references projects (id),
    provider text not null,
    origin_owner_id text not null,
    origin_owner_name text not null,
    origin_username text,
    label text,
    status text not null,
    status_reasons text not null,
    kind text not null,
    shared boolean not null,
    metadata text not null,
    created_at bigint not null,
    updated_at bigint not null,
    unique (project_id, id)
);

create index accounts_of_project on accounts (project_id, created_at, id);
-- Not unique: a session may connect several accounts of one owner.
create index accounts_of_owner on accounts (project_id, provider, origin_owner_id, origin_owner_name);

create table secrets (
    project_id text collate "C" not null,
    account_id text collate "C" not null,
    purpose text collate "C" not null,
    kek_id text collate "C" not null,
    wrapped_key bytea not null,
    ciphertext bytea not null,
    updated_at bigint not null,
    primary key (project_id, account_id, purpose),
    foreign key (project_id, account_id) references accounts (project_id, id) on delete cascade
);

create table connect_sessions (
    id bigint generated always as identity primary key,
    project_id text collate "C" not null references projects (id),
    token_hash bytea not null unique,
    origin_owner_id text not null,
    origin_owner_name text not null,
    origin_username text,
    label text,
    account_id text collate "C" references accounts (id) on delete set null,
    provider text,
    provider_version text,
    integration_id text,
    categories text not null,
    metadata text not null,
    multiple boolean not null,
    kind text not null,
    created_at bigint not null,
    token_expires_at bigint not null,
    link_expires_at bigint not null,
    used_at bigint,
    revoked_at bigint,
    tests_started_at bigint,
    tests_count bigint not null,
    unique (project_id, id)
);

create index connect_sessions_of_account on connect_sessions (account_id);

create table connection_attempts (
    id text collate "C" primary key not null,
    project_id text collate "C" not null,
    session_id bigint not null,
    status text not null,
    account_id text collate "C",
    error_code text,
    error_message text,
    created_at bigint not null,
    updated_at bigint not null,
    foreign key (project_id, session_id) references connect_sessions (project_id, id) on delete cascade,
    foreign key (project_id, account_id) references accounts (project_id, id) on delete cascade
);

create index connection_attempts_of_session on connection_attempts (project_id, session_id);
create index connection_attempts_of_account on connection_attempts (project_id, account_id);
