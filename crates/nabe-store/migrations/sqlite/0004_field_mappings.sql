-- Which attributes of a customer's feed which unified fields: keys of attributes and names of fields, no person's values.

create table field_mappings (
    project_id text not null,
    account_id text not null,
    field text not null,
    attribute text not null,
    primary key (project_id, account_id, field),
    foreign key (project_id, account_id) references accounts (project_id, id) on delete cascade
) strict;
