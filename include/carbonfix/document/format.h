// Which formats a Document can hold, besides XML, and which file is in which.
#pragma once

#include <string_view>

namespace carbonfix {

enum class FileFormat {
  xml,
  properties,  // <properties><property name="k">v</property></properties>
  json,        // the elements of XPath 3.1 json-to-xml: map array string number boolean null, with @key
  shell,       // <shell><export name="SPARK_LOCAL_IP">v</export><option name="portOffset">1</option></shell>
  text,        // <text>v</text>: a file that is one value
  lines,       // <lines><line number="1" unterminated="false">v</line></lines>: any text, to look at
};

// By the file's name: *.properties, spark-defaults.conf and wrapper.conf, *.json, *.sh, my-node-id.dat; everything else
// is XML.
FileFormat formatOf(std::string_view path);

}  // namespace carbonfix
