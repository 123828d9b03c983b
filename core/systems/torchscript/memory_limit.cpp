// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/memory_limit.h"

#include "core/base/memory.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>
#include <c10/util/Exception.h>

#include <atomic>
#include <malloc.h>

namespace inspike::torchscript {

namespace {

std::atomic<std::uint64_t> g_live{0};  // bytes of all tensors made since the allocator was set
thread_local std::uint64_t t_most = 0; // of g_live on this thread; 0 = no limit

// LibTorch's own, counted.
class CountingAllocator : public c10::Allocator
{
public:
    c10::DataPtr allocate(std::size_t bytes) const override
    {
        if (t_most > 0 && (bytes > t_most || g_live + bytes > t_most))
            TORCH_CHECK(false, "can't allocate memory: the program needs more than ",
                        textFromBytes(t_most));
        void* data = c10::alloc_cpu(bytes);
        g_live += malloc_usable_size(data);
        return {data, data, &release, c10::Device(c10::DeviceType::CPU)};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &release; }

private:
    static void release(void* data)
    {
        if (data == nullptr)
            return;
        g_live -= malloc_usable_size(data);
        c10::free_cpu(data);
    }
};

void useCountingAllocator()
{
    static CountingAllocator allocator;
    static const bool set = [] {
        constexpr std::uint8_t kPriority = 100;
        c10::SetCPUAllocator(&allocator, kPriority);
        return true;
    }();
    static_cast<void>(set);
}

} // namespace

MemoryLimit::MemoryLimit(std::uint64_t bytes) : m_before(t_most)
{
    useCountingAllocator();
    t_most = g_live + bytes;
}

MemoryLimit::~MemoryLimit()
{
    t_most = m_before;
}

} // namespace inspike::torchscript
