#pragma once
#include "domain/call.hpp"
namespace plaza::domain::search::http { answer find(call& c); answer tags(call& c); }
