// $cluster: all nodes of the run as one tree,
//   <cluster><node name="gw1"><file path="repository/conf/carbon.xml">…root element…</file></node>…</cluster>
// with the files that the pack's rules are about. Made when a rule first asks for it; the shipped rules use keys.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "carbonfix/document/document.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/home/home.h"
#include "carbonfix/rules/model.h"
#include "lint/notes.h"

namespace carbonfix {

// Of one thread.
class ClusterView {
 public:
  // They may be at work for other threads meanwhile.
  explicit ClusterView(const std::vector<Home>& homes) : homes_(homes) {}

  // `notes`: where it is said what the view lacks.
  NodeSet of(const Pack& pack, Notes& notes);

 private:
  const std::vector<Home>& homes_;
  std::map<const Pack*, std::unique_ptr<Document>> views_;
};

}  // namespace carbonfix
