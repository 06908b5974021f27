// $cluster: all nodes of the run as one tree,
//   <cluster><node name="gw1"><file path="repository/conf/carbon.xml">…root element…</file></node>…</cluster>
// with the files that the pack's rules are about. Made when a rule first asks for it; the shipped rules use keys.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "carbonfix/document/document.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/rules/model.h"
#include "lint/files.h"
#include "lint/notes.h"

namespace carbonfix {

class ClusterView {
 public:
  ClusterView(Files& files, Notes& notes) : files_(files), notes_(notes) {}

  NodeSet of(const Pack& pack);

 private:
  std::string nodeXml(const Pack& pack, std::size_t home);
  std::string fileXml(std::size_t home, const std::string& path);

  Files& files_;
  Notes& notes_;
  std::map<const Pack*, std::unique_ptr<Document>> views_;
};

}  // namespace carbonfix
