namespace Netra.Faults.Tests;

public sealed class HistoryReaderTests
{
    [Fact]
    public async Task Read_WhatWasRecorded_IsTheSame()
    {
        using var directory = new RunDirectory();
        HistoryEvent[] events =
        [
            new TabConnecting { AtMs = 1, Tab = "tab", User = "user", Connection = 1, Start = "head" },
            new TabWhenQuiet { AtMs = 2, Tab = "tab", User = "user", Connection = 1, CoveredSeq = 7 },
            new StateAttempt { AtMs = 3, User = "user", Patch = "{}", SentAtMs = 2, Outcome = Outcome.Unknown },
        ];
        await using (var recorder = new HistoryRecorder(directory.Path))
        {
            foreach (var happened in events) recorder.Add(happened);
        }

        Assert.Equal(events, HistoryReader.Read(directory.Path));
    }

    [Fact]
    public async Task Read_UserWithoutTheBeginningOfItsReading_IsReadAllTheSame()
    {
        using var directory = new RunDirectory();
        const string Line = """{"event":"user_at_end","user":"u","epoch":"e","head_seq":3,"oldest_seq":1,"connections":{},"state_version":0,"state":"{}","at_ms":5}""";
        await File.WriteAllTextAsync(Path.Combine(directory.Path, HistoryRecorder.FileName), Line + "\n", TestContext.Current.CancellationToken);

        var end = Assert.IsType<UserAtEnd>(Assert.Single(HistoryReader.Read(directory.Path)));
        Assert.Null(end.BegunAtMs);
        Assert.Equal(3, end.HeadSeq);
    }
}
