using System.Collections.Concurrent;

namespace Netra.Faults;

/// <summary>How far each user's log and state reach, by what clients and publishers were told: not by what a process says when it is asked. Thread-safe.</summary>
internal sealed class AcceptedPlaces
{
    private readonly ConcurrentDictionary<string, long> _seqs = new();
    private readonly ConcurrentDictionary<string, long> _versions = new();

    public long SeqOf(string user) => _seqs.GetValueOrDefault(user);

    public long VersionOf(string user) => _versions.GetValueOrDefault(user);

    public void Note(string user, long seq) => _seqs.AddOrUpdate(user, seq, (_, known) => Math.Max(known, seq));

    public void NoteVersion(string user, long version) => _versions.AddOrUpdate(user, version, (_, known) => Math.Max(known, version));
}
