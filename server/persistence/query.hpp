// SPDX-License-Identifier: EUPL-1.2
// Queries as typed literals. `query<row(std::int64_t, std::string)>` takes an integer and a text as $1 and $2 and
// yields rows of the aggregate `row`, whose members are the selected columns in order. SQL made at run time does
// not compile.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace plaza::persistence {

/// A text known when compiling.
struct sql_literal {
    char const* text;
    consteval sql_literal(char const* literal) : text(literal) {}
};

template <class Signature>
struct query;

/// A query; its name stands in logs and metrics instead of its text.
template <class Row, class... Args>
struct query<Row(Args...)> {
    char const* name;
    sql_literal sql;
};

/// A statement that yields no rows.
template <class... Args>
using command = query<void(Args...)>;

}  // namespace plaza::persistence
