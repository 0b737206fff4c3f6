// SPDX-License-Identifier: GPL-2.0-only
#include "gupkit/model.h"

#include <gtest/gtest.h>

namespace gupkit {
namespace {

TEST(Model, WordsOfOperandsAndCallbacks) {
  Model model;
  ASSERT_TRUE(parseModel("source dma_map_page of=1\n"
                         "flow queue_put queue.data=3\n"
                         "flow queue_get ret=queue.data\n"
                         "invoke later fn=1 0=0 fn=2 1=*3\n"
                         "invoke submit endio\n"
                         "pool mempool_alloc\n"
                         "counter page._refcount\n"
                         "handover vm_fault.page\n"
                         "handover bulk splice_pipe_desc.pages\n",
                         "test", model));
  EXPECT_EQ(model.find("dma_map_page", EffectKind::source)->of.arg, 1);
  EXPECT_EQ(model.find("queue_put", EffectKind::flow)->flows[0].to.kept, "queue.data");
  EXPECT_EQ(model.find("queue_get", EffectKind::flow)->flows[0].from.kept, "queue.data");
  const auto& callbacks = model.find("later", EffectKind::invoke)->callbacks;
  ASSERT_EQ(callbacks.size(), 2u);
  EXPECT_EQ(callbacks[1].function, 2);
  EXPECT_EQ(callbacks[1].param, 1);
  EXPECT_EQ(callbacks[1].from.arg, 3);
  EXPECT_EQ(callbacks[1].from.deref, 1);
  EXPECT_TRUE(model.find("endio", EffectKind::invoke)->callbacks.empty());
  EXPECT_TRUE(model.find("mempool_alloc", EffectKind::source)->pool);
  EXPECT_TRUE(model.find("mempool_alloc", EffectKind::source)->memory);
  EXPECT_TRUE(model.find("page._refcount", EffectKind::extra));
  EXPECT_TRUE(model.find("vm_fault.page", EffectKind::source));
  EXPECT_FALSE(model.find("splice_pipe_desc.pages", EffectKind::source));
  EXPECT_TRUE(model.find("splice_pipe_desc.pages", EffectKind::consume)->bulk);
}

TEST(Model, FaultsAreNamedByTheirLine) {
  for (const char* line : {"invoke later fn=1", "invoke later fn=x 0=0", "invoke later fn=1 0=queue.data",
                           "source dma_map_page of=ret", "source dma_map_page of=**1", "counter _refcount",
                           "handover bulk pages"}) {
    Model model;
    const auto status = parseModel(std::string("\n") + line, "test", model);
    ASSERT_FALSE(status) << line;
    EXPECT_EQ(status.error().object, "test:2") << line;
  }
}

}  // namespace
}  // namespace gupkit
