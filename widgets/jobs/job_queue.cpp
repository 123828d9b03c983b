// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/jobs/job_queue.h"

#include <QElapsedTimer>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <thread>

namespace inspike {

namespace {

// What a worker needs; the callbacks stay with the queue, on the GUI thread.
struct Task
{
    JobNumber number = 0;
    std::stop_source stop;
    JobQueue::Work work;
};

struct News
{
    enum class What { Started, Progress, Ended };
    JobNumber number = 0;
    What what = What::Started;
    double fraction = 0.0;
    std::string message;
    std::optional<Error> error; // of Ended
};

std::optional<Error> runGuarded(const JobQueue::Work& work, JobContext& job)
{
    try {
        work(job);
        return std::nullopt;
    } catch (const Error& error) {
        return error;
    } catch (const std::bad_alloc&) {
        return Error(ErrorKind::OutOfMemory, "not enough memory");
    } catch (const std::exception& error) {
        return Error(ErrorKind::Internal, error.what());
    }
}

// One lane: threads that take tasks in order.
class Workers
{
public:
    using Post = std::function<void(News)>;

    Workers(int threads, Post post) : m_post(std::move(post))
    {
        for (int i = 0; i < threads; ++i)
            m_threads.emplace_back([this] { serve(); });
    }

    ~Workers()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closing = true;
            m_waiting.clear();
        }
        m_wake.notify_all();
        for (std::thread& thread : m_threads)
            thread.join();
    }

    void add(std::shared_ptr<Task> task)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_waiting.push_back(std::move(task));
        }
        m_wake.notify_one();
    }

    // False if a worker has it already.
    bool withdraw(JobNumber number)
    {
        const std::lock_guard lock(m_mutex);
        return std::erase_if(m_waiting,
                             [number](const auto& task) { return task->number == number; }) > 0;
    }

private:
    void serve()
    {
        while (const std::shared_ptr<Task> task = next())
            perform(*task);
    }

    std::shared_ptr<Task> next()
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_closing || !m_waiting.empty(); });
        if (m_waiting.empty())
            return nullptr;
        std::shared_ptr<Task> task = m_waiting.front();
        m_waiting.pop_front();
        return task;
    }

    void perform(Task& task)
    {
        m_post({task.number, News::What::Started, 0.0, {}, {}});
        JobContext job(task.stop.get_token(),
                       [this, number = task.number](double fraction, const std::string& message) {
                           m_post({number, News::What::Progress, fraction, message, {}});
                       });
        std::optional<Error> error = runGuarded(task.work, job);
        task.work = nullptr; // what it captured is released here, not on the GUI thread
        m_post({task.number, News::What::Ended, 1.0, {}, std::move(error)});
    }

    Post m_post;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::shared_ptr<Task>> m_waiting;
    bool m_closing = false;
    std::vector<std::thread> m_threads;
};

} // namespace

struct JobQueue::Impl
{
    struct Entry
    {
        JobInfo info;
        std::shared_ptr<Task> task;
        QPointer<QObject> owner;
        Done done;
        Failed failed;
    };

    explicit Impl(JobQueue& owner) : queue(owner) { clock.start(); }

    // Any thread: leaves the news for the GUI thread and wakes it once.
    void post(News item)
    {
        const std::lock_guard lock(mutex);
        inbox.push_back(std::move(item));
        if (inbox.size() == 1)
            QMetaObject::invokeMethod(
                &queue, [this] { drain(); }, Qt::QueuedConnection);
    }

    void drain()
    {
        std::vector<News> items;
        {
            const std::lock_guard lock(mutex);
            items.swap(inbox);
        }
        for (const News& item : items)
            take(item);
    }

    void take(const News& item)
    {
        const auto found = entries.find(item.number);
        if (found == entries.end())
            return;
        Entry& entry = found->second;
        if (item.what == News::What::Ended) {
            end(item.number, item.error);
            return;
        }
        if (item.what == News::What::Started && entry.info.state == JobState::Waiting) {
            entry.info.state = JobState::Running;
            entry.info.startedMs = clock.elapsed();
        }
        if (item.what == News::What::Progress) {
            entry.info.fraction = std::max(entry.info.fraction, item.fraction);
            if (!item.message.empty())
                entry.info.message = QString::fromStdString(item.message);
        }
        Q_EMIT queue.jobChanged(item.number);
    }

    void end(JobNumber number, const std::optional<Error>& error)
    {
        const auto found = entries.find(number);
        if (found == entries.end())
            return;
        // A job that finished although it was told to stop counts as cancelled.
        const bool cancelled = found->second.info.state == JobState::Stopping ||
                               (error && error->kind() == ErrorKind::Cancelled);
        const bool wanted = found->second.owner != nullptr;
        const Done done = wanted && !cancelled && !error ? found->second.done : Done();
        const Failed failed = wanted ? found->second.failed : Failed();
        JobInfo& info = found->second.info;
        info.state = cancelled ? JobState::Cancelled : error ? JobState::Failed : JobState::Done;
        if (info.state == JobState::Failed) {
            info.message = QString::fromStdString(error->message());
            for (const std::string& context : error->trail())
                info.trail.append(QString::fromStdString(context));
        }
        Q_EMIT queue.jobChanged(number);
        if (info.state != JobState::Failed || !wanted) {
            entries.erase(found);
            Q_EMIT queue.jobRemoved(number);
        }
        if (done)
            done();
        else if (failed && cancelled)
            failed(Error(ErrorKind::Cancelled, "cancelled"));
        else if (failed && error)
            failed(*error);
        if (queue.idle())
            Q_EMIT queue.idleReached();
    }

    Workers& workers(Lane lane) { return *lanes[static_cast<std::size_t>(lane)]; }

    JobQueue& queue;
    QElapsedTimer clock;
    std::mutex mutex; // of inbox
    std::vector<News> inbox;
    std::map<JobNumber, Entry> entries;
    JobNumber lastNumber = 0;
    std::array<std::unique_ptr<Workers>, 4> lanes; // last: joined before the rest goes
};

JobQueue::JobQueue(QObject* parent, int figureThreads)
    : QObject(parent), m_impl(std::make_unique<Impl>(*this))
{
    if (figureThreads <= 0)
        figureThreads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
    const auto post = [impl = m_impl.get()](News item) {
        impl->post(std::move(item));
    };
    m_impl->lanes = {std::make_unique<Workers>(1, post), std::make_unique<Workers>(1, post),
                     std::make_unique<Workers>(1, post),
                     std::make_unique<Workers>(figureThreads, post)};
}

JobQueue::~JobQueue()
{
    for (auto& [number, entry] : m_impl->entries)
        entry.task->stop.request_stop();
    for (std::unique_ptr<Workers>& lane : m_impl->lanes)
        lane.reset();
}

JobNumber JobQueue::start(Lane lane, const QString& title, QObject* owner, Work work, Done done,
                          Failed failed)
{
    const JobNumber number = ++m_impl->lastNumber;
    auto task = std::make_shared<Task>();
    task->number = number;
    task->work = std::move(work);
    Impl::Entry entry;
    entry.info.number = number;
    entry.info.title = title;
    entry.info.lane = lane;
    entry.info.startedMs = nowMs();
    entry.task = task;
    entry.owner = owner != nullptr ? owner : this;
    entry.done = std::move(done);
    entry.failed = std::move(failed);
    m_impl->entries.emplace(number, std::move(entry));
    m_impl->workers(lane).add(std::move(task));
    Q_EMIT jobAdded(number);
    return number;
}

void JobQueue::cancel(JobNumber number)
{
    const auto found = m_impl->entries.find(number);
    if (found == m_impl->entries.end() || found->second.info.ended())
        return;
    found->second.task->stop.request_stop();
    found->second.info.state = JobState::Stopping;
    if (m_impl->workers(found->second.info.lane).withdraw(number))
        m_impl->end(number, Error(ErrorKind::Cancelled, "cancelled"));
    else
        Q_EMIT jobChanged(number);
}

void JobQueue::abandon(JobNumber number)
{
    const auto found = m_impl->entries.find(number);
    if (found == m_impl->entries.end())
        return;
    found->second.done = {};
    found->second.failed = {};
    cancel(number);
}

void JobQueue::cancelAll()
{
    for (const JobInfo& info : jobs())
        cancel(info.number);
}

std::vector<JobInfo> JobQueue::jobs() const
{
    std::vector<JobInfo> all;
    for (const auto& [number, entry] : m_impl->entries)
        all.push_back(entry.info);
    return all;
}

bool JobQueue::idle() const
{
    return std::all_of(m_impl->entries.begin(), m_impl->entries.end(),
                       [](const auto& item) { return item.second.info.ended(); });
}

void JobQueue::dismiss(JobNumber number)
{
    const auto found = m_impl->entries.find(number);
    if (found == m_impl->entries.end() || !found->second.info.ended())
        return;
    m_impl->entries.erase(found);
    Q_EMIT jobRemoved(number);
}

qint64 JobQueue::nowMs() const
{
    return m_impl->clock.elapsed();
}

} // namespace inspike
