namespace Netra.EndToEnd.Tests;

/// <summary>What a process notes for its next start, and that a start does without.</summary>
public sealed class WarmStartTests
{
    [Fact]
    public async Task Start_BehindOneThatHadClients_ReadsItsNotesAndKeepsThem()
    {
        await using var host = await HostProcess.StartAsync();
        Assert.Equal("", await NotesAsync(host));
        await ServeAsync(host, 1);
        await Eventually.IsAsync(true, async () => await NotesAsync(host) is var name && name.Contains("-All-", StringComparison.Ordinal) && name.EndsWith(".methods", StringComparison.Ordinal));
        var notes = Assert.Single(FilesOf(host));
        var (written, length) = (notes.LastWriteTimeUtc, notes.Length);
        Assert.True(length > 10_000, $"Only {length} bytes are noted.");

        await host.KillAsync();
        await host.StartAgainAsync();
        await ServeAsync(host, 2);
        // Longer than clients are watched.
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);

        notes = Assert.Single(FilesOf(host));
        Assert.Equal((written, length), (notes.LastWriteTimeUtc, notes.Length));
        Assert.Equal(0, await host.StopAsync());
    }

    [Fact]
    public async Task Start_NotesAreDamaged_ServesWithoutThemAndMakesThemAnew()
    {
        await using var host = await HostProcess.StartAsync();
        await ServeAsync(host, 1);
        await AreNotedAsync(host);
        await host.KillAsync();
        var path = FilesOf(host)[0].FullName;
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        await host.StartAgainAsync();

        await ServeAsync(host, 2);
        await Eventually.IsAsync(true, async () => await NotesAsync(host) is var name && name.EndsWith(".methods", StringComparison.Ordinal) && !path.EndsWith(name, StringComparison.Ordinal));
        Assert.Equal(0, await host.StopAsync());
    }

    [Fact]
    public async Task Start_TheOneBeforeDidNotComeToItsEnd_MakesThemAnew()
    {
        await using var host = await HostProcess.StartAsync();
        await ServeAsync(host, 1);
        await AreNotedAsync(host);
        await host.KillAsync();
        var notes = Assert.Single(FilesOf(host));
        notes.MoveTo(notes.FullName + ".taken");

        await host.StartAgainAsync();

        Assert.EndsWith(".taken", await NotesAsync(host), StringComparison.Ordinal);
        await ServeAsync(host, 2);
        await Eventually.IsAsync(true, async () => (await NotesAsync(host)).EndsWith(".methods", StringComparison.Ordinal));
        Assert.Single(FilesOf(host));
    }

    [Fact]
    public async Task Start_NotesCannotBeWritten_SaysSoAndServes()
    {
        var file = Path.GetTempFileName();
        try
        {
            await using var host = await HostProcess.StartAsync(new HostSettings().With("Netra:WarmStartPath", file));
            await ServeAsync(host, 1);

            await Eventually.IsAsync(true, () => Task.FromResult(host.Output.Text.Contains($"could not be noted in {file}", StringComparison.Ordinal)));

            await ServeAsync(host, 2);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Start_WithoutAPath_NotesNothing()
    {
        await using var host = await HostProcess.StartAsync(new HostSettings().With("Netra:WarmStartPath", ""));
        await using var socket = await host.ConnectAsync("ada");

        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);

        Assert.Empty(FilesOf(host));
    }

    /// <summary>Serves a client for longer than a look at who is there takes.</summary>
    private static async Task ServeAsync(HostProcess host, long seq)
    {
        await using var socket = await host.ConnectAsync("ada");
        Assert.Equal(seq, await host.Api.PublishAsync("ada", "note", """{"text":"kept"}"""));
        await socket.FindAsync(frame => frame.Seq == seq);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
    }

    private static Task AreNotedAsync(HostProcess host) =>
        Eventually.IsAsync(1, () => Task.FromResult(FilesOf(host).Count(file => file.Extension == ".methods")));

    private static Task<string> NotesAsync(HostProcess host) => Task.FromResult(string.Join(' ', FilesOf(host).Select(file => file.Name)));

    private static FileInfo[] FilesOf(HostProcess host)
    {
        var folder = new DirectoryInfo(Path.Combine(host.DataPath, "warm-start"));
        return folder.Exists ? folder.GetFiles() : [];
    }
}
