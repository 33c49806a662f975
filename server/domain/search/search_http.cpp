#include "domain/search/search_http.hpp"
namespace plaza::domain::search::http { answer find(call& c){ return ok(list_body(c,"s","[]",{})); } answer tags(call& c){ return ok(list_body(c,"s","[]",{})); } }
