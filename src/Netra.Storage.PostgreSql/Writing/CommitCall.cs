using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Netra.Storage.PostgreSql;

/// <summary>The arguments of one call of <c>netra_commit</c>, which writes a round. Used again for the next one: its lists keep their room.</summary>
internal sealed class CommitCall
{
    private const string Text = "SELECT netra_commit($1, $2, $3, $4, $5, $6, $7)";
    private static readonly RecordKind LastKind = Enum.GetValues<RecordKind>().Max();

    private readonly List<string> _users = [];
    private readonly List<long> _heads = [];
    private readonly List<ReadOnlyMemory<byte>> _bodies = [];
    private readonly List<int> _ends = [];
    private readonly List<long> _records = [];
    private readonly List<ReadOnlyMemory<byte>> _blobs = [];
    private readonly NpgsqlParameter<string> _epoch = new();

    public CommitCall() => Command = new NpgsqlBatchCommand(Text)
    {
        Parameters =
        {
            _epoch,
            new NpgsqlParameter<List<string>> { TypedValue = _users, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            new NpgsqlParameter<List<long>> { TypedValue = _heads, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
            new NpgsqlParameter<List<ReadOnlyMemory<byte>>> { TypedValue = _bodies, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            new NpgsqlParameter<List<int>> { TypedValue = _ends, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
            new NpgsqlParameter<List<long>> { TypedValue = _records, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
            new NpgsqlParameter<List<ReadOnlyMemory<byte>>> { TypedValue = _blobs, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
        },
    };

    public NpgsqlBatchCommand Command { get; }

    public void Fill(List<CommitChain> round)
    {
        _epoch.TypedValue = round[0].First.Expected.Epoch.Value;
        foreach (var chain in round)
        {
            _users.Add(chain.First.User.Value);
            HeadRecord.Write(chain.First.Expected, chain.Last.Next, _heads, _bodies);
        }

        for (var kind = RecordKind.Frame; kind <= LastKind; kind++)
        {
            for (var i = 0; i < round.Count; i++)
            {
                if (round[i].IsPlain && kind > RecordKind.Trim) continue;
                // Arrays count from 1.
                if (round[i].IsSingle) CommitRecords.Add(this, kind, i + 1, round[i].First);
                else CommitRecords.AddOfChain(this, kind, i + 1, round[i]);
            }

            _ends.Add(_blobs.Count);
        }
    }

    /// <summary>Lets go of what was written.</summary>
    public void Clear()
    {
        _users.Clear();
        _heads.Clear();
        _bodies.Clear();
        _ends.Clear();
        _records.Clear();
        _blobs.Clear();
    }

    public void Add(int user, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, ReadOnlyMemory<byte> blob = default)
    {
        _records.Add(user);
        _records.Add(a);
        _records.Add(b);
        _records.Add(c);
        _records.Add(d);
        _records.Add(e);
        _blobs.Add(blob);
    }

    public static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
