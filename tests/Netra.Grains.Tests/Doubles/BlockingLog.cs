using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Writes each commit at once and keeps the answer back until the test gives it.</summary>
internal sealed class BlockingLog(IUserLog inner) : PassingLog(inner)
{
    private readonly List<TaskCompletionSource<CommitOutcome>> _answers = [];
    private readonly List<Task<CommitOutcome>> _outcomes = [];

    public List<UserCommit> Commits { get; } = [];

    public override Task<CommitOutcome> CommitAsync(UserCommit commit)
    {
        var answer = new TaskCompletionSource<CommitOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Commits.Add(commit);
        _answers.Add(answer);
        _outcomes.Add(base.CommitAsync(commit));
        return answer.Task;
    }

    /// <summary>Lets the writer know what became of its commit.</summary>
    public async Task AnswerAsync(int index) => _answers[index].SetResult(await _outcomes[index]);

    /// <summary>As <see cref="AnswerAsync"/>, where it was not answered yet.</summary>
    public async Task TryAnswerAsync(int index) => _answers[index].TrySetResult(await _outcomes[index]);

    /// <summary>Answers everything, also what comes meanwhile.</summary>
    public async Task AnswerAllAsync()
    {
        for (var i = 0; i < _answers.Count; i++)
        {
            var outcome = await _outcomes[i];
            _answers[i].TrySetResult(outcome);
            // Runs behind whatever the answer has set off.
            await Task.Yield();
        }
    }

    /// <summary>As <see cref="Lose"/>, for all that was not answered yet.</summary>
    public void LoseAll()
    {
        foreach (var answer in _answers) answer.TrySetException(new StorageUnavailableException("The answer was lost."));
    }

    /// <summary>The answer is lost: nobody knows whether the commit was written.</summary>
    public void Lose(int index) => _answers[index].SetException(new StorageUnavailableException("The answer was lost."));
}
